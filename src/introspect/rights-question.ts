/** Where rights are asked for. */
export interface RightsQuestion {
  /** SQL schema of a name without one. */
  readonly schema: string;
  /** Where the history is, or will be. */
  readonly historySchema: string;
  readonly history: string;
}
