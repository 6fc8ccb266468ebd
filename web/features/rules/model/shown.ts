/** `t` of the page. */
type Say = (key: string, put?: Record<string, string>) => string

/** An answer with a given list: its value as the form keeps it, and the words people chose. */
export interface Choice {
  value: string
  label: string
}

/** A value as it is read: no marks of a language, codes with their words, "[5..8]" as a span. */
export function shownValue(say: Say, value: unknown, choices: Choice[] = []): string {
  if (value === null || value === undefined) return say('rules.value.nothing')
  if (typeof value === 'boolean') return say(value ? 'rules.value.yes' : 'rules.value.no')
  if (Array.isArray(value)) return value.map((one) => shownValue(say, one, choices)).join(say('shared.form.comma'))
  if (typeof value === 'object') return shownValues(say, value as Record<string, unknown>)
  const text = String(value)
  if (!text) return say('rules.value.blank')
  const span = /^\[(-?[\d.]+)\.\.(-?[\d.]+)\]$/.exec(text)
  if (span) return say('rules.value.span', { from: span[1]!.replace(/\.$/, ''), to: span[2]! })
  return choices.find((one) => one.value === text)?.label ?? text
}
export const shownValues = (say: Say, values: Record<string, unknown>, choices: Record<string, Choice[]> = {}): string =>
  Object.entries(values).map(([name, value]) => say('rules.value.named', { name, value: shownValue(say, value, choices[name]) })).join(say('rules.value.between'))

/** A cell as it is read: constants and lists of constants in words, what is worked out as it is written. */
export function shownCell(say: Say, text: string, choices: Choice[] = []): string {
  if (text === '-') return say('rules.table.any')
  try {
    return shownValue(say, JSON.parse(`[${text}]`), choices)
  } catch {
    return text.startsWith('[') ? shownValue(say, text) : text
  }
}

/** What a cell of a table asks for, as text in FEEL, with the words of each. */
export const cellChoices = (choices: Choice[]): Choice[] => choices.map((one) => ({ value: JSON.stringify(one.value), label: one.label }))
