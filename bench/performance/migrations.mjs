/** So many migrations of five statements each, the same for all ways. */
export function benchMigrations(count) {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return {
      number,
      // Fourteen digits, which every way takes for a time.
      name: `2025${String(number).padStart(10, '0')}_t${number}`,
      statements: [
        `CREATE TABLE t${number} (id integer NOT NULL, name text)`,
        `ALTER TABLE t${number} ADD CONSTRAINT pk_t${number} PRIMARY KEY (id)`,
        `ALTER TABLE t${number} ADD COLUMN note text`,
        `CREATE INDEX ix_t${number}_name ON t${number} (name)`,
        `COMMENT ON TABLE t${number} IS 'table ${number}'`,
      ],
      revert: `DROP TABLE t${number}`,
    };
  });
}
