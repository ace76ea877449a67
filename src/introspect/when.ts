/** The members where the condition holds, none elsewhere: in the model an absent member means "there is none". */
export function when<Members extends object>(condition: boolean, members: Members): Partial<Members> {
  return condition ? members : {};
}
