/** Numbers of persons in a form stay covered until somebody asks, as in the applicant's data: a screen in a hall is read by others. */
export function covered(type: string, text: string): string {
  if (type === 'phone' && text.length > 7) return `${text.slice(0, 3)}****${text.slice(-4)}`
  if (type === 'id_number' && text.length > 10) return `${text.slice(0, 6)}********${text.slice(-4)}`
  if (type === 'party') return text.replace(/(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)/, '$1********$2')
  return text
}
