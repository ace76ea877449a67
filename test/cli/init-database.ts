/** What is hard to declare, and what cannot be declared, in PostgreSQL 14 and later. */
export const hardSchema = `
CREATE SCHEMA sales;
CREATE SCHEMA "Odd Schema";
CREATE SCHEMA spare;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN amount AS integer CHECK (VALUE > 0);
CREATE SEQUENCE order_numbers START 1000 INCREMENT 5 MINVALUE 1000 MAXVALUE 999999 CYCLE;
CREATE SEQUENCE sales.unused AS smallint;
CREATE TABLE people (
  id serial CONSTRAINT people_pkey PRIMARY KEY,
  "E-Mail" varchar(300) COLLATE "POSIX" NOT NULL,
  login text CONSTRAINT people_login_key UNIQUE,
  mood mood DEFAULT 'ok',
  quantity amount,
  precise numeric(50,10) DEFAULT 1.50,
  long varchar(9000),
  settings jsonb DEFAULT '{"a": 1}'::jsonb,
  tags int[] DEFAULT '{}',
  note text DEFAULT E'line\\n''quote''\\\\back',
  state text NOT NULL DEFAULT 'new' CONSTRAINT people_state_check CHECK (state IN ('new', 'known', 'gone')),
  born date DEFAULT CURRENT_DATE,
  number int DEFAULT nextval('order_numbers'),
  is_deleted boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE people IS 'It''s "the" table */ and
a second line';
COMMENT ON COLUMN people.state IS 'A description that goes on and on and on until it is certain that it has no room on one line of the source';
CREATE UNIQUE INDEX people_mail ON people (lower("E-Mail"));
CREATE INDEX people_login_pattern ON people (login text_pattern_ops DESC NULLS LAST, state NULLS FIRST) INCLUDE (born)
  WHERE (NOT is_deleted AND state <> 'gone');
CREATE INDEX people_live ON people (state) WITH (fillfactor = 70) WHERE is_deleted = false;
CREATE INDEX people_settings ON people USING gin (settings jsonb_path_ops);
CREATE TABLE sales.people (
  tenant_id uuid NOT NULL,
  no int GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 3),
  net numeric(10,2) NOT NULL,
  vat numeric(10,2) GENERATED ALWAYS AS (net * 0.2) STORED,
  person_id int CONSTRAINT people_person_id_fkey REFERENCES people (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT people_pkey PRIMARY KEY (tenant_id, no) INCLUDE (net),
  CONSTRAINT people_net_excl EXCLUDE USING btree (net WITH =)
);
CREATE TABLE "Odd Schema"."select" ("order" int, "a b" text, "quo""te" int, "__proto__" text, "größe" int, "2020" int);
CREATE TABLE parts (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE parts_2020 PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE unchecked (person_id int);
ALTER TABLE unchecked ADD CONSTRAINT unchecked_person FOREIGN KEY (person_id) REFERENCES people (id) NOT VALID;
CREATE VIEW everybody AS SELECT 1 AS one;
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER people_nothing BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION nothing();
ALTER TABLE sales.people ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON sales.people USING (true);
`;

/** What entities have no words for, as it is told. */
export const notHeld = [
  'SQL schema spare: no table is in it',
  'exclusion-constraint sales.people.people_net_excl',
  'routine public.nothing()',
  'security-policy sales.people.own',
  'trigger public.people.people_nothing',
  'type public.amount',
  'type public.mood',
  'view public.everybody',
  'partitioning (RANGE (at), 1 partitions) of the table public.parts',
  'row level security of the table sales.people',
].map((line) => line.replace(/^(exclusion|security)-/, '$1 '));
