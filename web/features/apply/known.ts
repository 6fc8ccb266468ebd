import type { FormField } from '@/shared/forms'

/** What is known about an applicant before the form is filled in. */
export interface Known {
  kind: 'person' | 'enterprise'
  name: string
  id_no: string
  phone: string
  address: string
  legal_person: string
  /** Who is called about it. */
  contact: string
  contact_phone: string
}

/** A question that says where its answer is known from: the same words as in the form designer. */
const named: Record<string, (who: Known) => string> = {
  'party.name': (who) => who.name,
  'party.id_no': (who) => who.id_no,
  'party.phone': (who) => who.phone,
  'party.address': (who) => who.address,
  'party.legal_person': (who) => who.legal_person,
}
const texts = ['textfield', 'textarea', 'phone', 'uscc', 'id_number']

/** The answer that is known to a question, empty where none is: by what the question names, else by the usual names of such questions. */
export function knownAnswer(field: FormField, who: Known): string {
  const source = String(field.properties?.prefill ?? '')
  if (source) return texts.includes(field.type) ? (named[source]?.(who) ?? '') : ''
  const key = field.key ?? ''
  if (/^(applicant_name|name|unit_name|company_name|shop_name)$/.test(key)) return key === 'shop_name' && who.kind === 'person' ? '' : who.name
  if (key === 'contact' || key === 'contact_name') return who.contact
  if (field.type === 'uscc' && who.kind === 'enterprise') return who.id_no
  if (field.type === 'phone' && /^(phone|contact_phone)$/.test(key)) return who.contact_phone
  return ''
}
