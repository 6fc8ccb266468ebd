/** Every element of an implementation list, in the order an editor works: what it is called, how it is written. */

export type Kind = 'text' | 'long' | 'lines' | 'number' | 'money' | 'check' | 'yes_no' | 'select' | 'many' | 'limit' | 'items' | 'file' | 'form'
export interface Element {
  name: string
  kind: Kind
  /** Codes to choose from; their words are catalogue.option.<words or name>.<code>. */
  options?: readonly string[]
  words?: string
  /** Choices that depend on the matter or come from the server. */
  source?: 'topics_person' | 'topics_corp' | 'life_events' | 'materials' | 'objects' | 'processes' | 'rules'
  /** Members of a list's items. */
  of?: readonly Element[]
  /** Items get a key that stays with them over versions: m1, m2, … */
  keyed?: string
  isNumber?: boolean
  isFull?: boolean
  hasHint?: boolean
  purpose?: 'blank' | 'sample' | 'result'
  most?: number
}
export interface Section {
  name: string
  elements: readonly Element[]
}

export const matterTypes = ['licensing', 'penalty', 'coercion', 'levy', 'payment_benefit', 'inspection', 'confirmation', 'reward', 'adjudication', 'other_power', 'public_service', 'life_event'] as const
export const caseClasses = ['instant', 'two_step', 'promised', 'joint', 'upward', 'agency'] as const
export const limitUnits = ['working_day', 'calendar_day', 'hour', 'month', 'year', 'instant'] as const
export const certificates = ['identity', 'id_card', 'business_licence', 'household_register', 'disability_certificate', 'vehicle_licence'] as const
export const processes = ['instant', 'two-step', 'handler-reviewer-approver'] as const

const text = (name: string, more: Partial<Element> = {}): Element => ({ name, kind: 'text', ...more })
const long = (name: string, more: Partial<Element> = {}): Element => ({ name, kind: 'long', isFull: true, ...more })
const lines = (name: string, more: Partial<Element> = {}): Element => ({ name, kind: 'lines', isFull: true, ...more })
const select = (name: string, options: readonly string[], more: Partial<Element> = {}): Element => ({ name, kind: 'select', options, ...more })
const items = (name: string, of: readonly Element[], more: Partial<Element> = {}): Element => ({ name, kind: 'items', of, isFull: true, ...more })
const many = (name: string, more: Partial<Element>): Element => ({ name, kind: 'many', isFull: true, ...more })
const of = (kind: Kind) => (name: string, more: Partial<Element> = {}): Element => ({ name, kind, ...more })
const number = of('number')
const check = of('check')
const yesNo = of('yes_no')
const limit = of('limit')

const material: Element[] = [
  text('name', { isFull: true }),
  select('necessity', ['necessary', 'optional', 'tolerable']),
  number('tolerance_days', { hasHint: true, isNumber: true }),
  select('kind', ['original', 'copy', 'original_or_copy', 'original_and_copy']),
  select('format', ['paper', 'electronic', 'paper_or_electronic']),
  number('original_count'),
  number('copy_count'),
  select('source_channel', ['applicant', 'government', 'intermediary', 'other']),
  text('source_note'),
  text('issuing_org'),
  text('issue_date_rule'),
  select('waivable_by_certificate', certificates),
  text('paper_size'),
  text('form_stated'),
  check('is_on_request'),
  long('fill_note'),
  long('accept_standard'),
  text('basis', { isFull: true }),
  { name: 'blank_file', kind: 'file', purpose: 'blank' },
  { name: 'sample_file', kind: 'file', purpose: 'sample' },
]
const option: Element[] = [
  text('text', { isFull: true }),
  text('note', { isFull: true }),
  many('materials_added', { source: 'materials' }),
  many('materials_removed', { source: 'materials' }),
]
const situation: Element[] = [text('question', { isFull: true }), text('hint', { isFull: true }), check('is_multiple'), text('when', { hasHint: true }), items('options', option, { keyed: 'o' })]
const step: Element[] = [
  text('name'),
  select('role', ['accept', 'review', 'decide', 'close', 'deliver'], { hasHint: true }),
  limit('limit'),
  text('limit_raw'),
  text('result_doc'),
  long('content'),
  long('standard'),
  lines('checks', { hasHint: true }),
]
const special: Element[] = [text('name'), select('kind', ['extension', 'other'], { words: 'special' }), limit('limit'), text('limit_raw'), yesNo('is_counted'), text('basis', { isFull: true })]
const fee: Element[] = [
  text('name'),
  { name: 'amount_fen', kind: 'money', hasHint: true },
  text('unit'),
  text('standard_raw'),
  text('condition', { isFull: true }),
  check('is_reducible'),
  text('reduce_basis', { isFull: true }),
]

export const sections: readonly Section[] = [
  {
    name: 'identity',
    elements: [
      text('name', { isFull: true, most: 500 }),
      select('type', matterTypes),
      select('case_class', caseClasses),
      text('scenario', { isFull: true }),
      select('exercise_level', ['1', '2', '3', '4', '5', '6', '7'], { isNumber: true }),
      text('handling_item_code'),
      many('service_objects', { source: 'objects' }),
      many('person_topics', { source: 'topics_person' }),
      many('corp_topics', { source: 'topics_corp' }),
      many('life_events', { source: 'life_events' }),
      lines('joint_departments'),
      text('power_source'),
      text('entrusting_department'),
      long('authority_division'),
      long('exercise_content'),
    ],
  },
  { name: 'basis', elements: [items('legal_basis', [text('law', { isFull: true }), text('number'), text('article'), long('text')])] },
  { name: 'conditions', elements: [lines('conditions', { hasHint: true }), lines('refusal_conditions', { hasHint: true }), text('quantity_limit', { isFull: true })] },
  { name: 'situations', elements: [items('situations', situation, { keyed: 's', hasHint: true })] },
  { name: 'materials', elements: [items('materials', material, { keyed: 'm', hasHint: true })] },
  { name: 'limits', elements: [limit('statutory'), text('statutory_raw'), limit('promised', { hasHint: true }), text('promised_raw'), items('special_procedures', special, { hasHint: true })] },
  { name: 'steps', elements: [items('steps', step, { hasHint: true }), long('review_standard'), long('discretion_rule'), long('process_text'), select('process_key', processes, { words: 'process', source: 'processes', isFull: true, hasHint: true }), select('discretion_key', [], { source: 'rules', isFull: true, hasHint: true })] },
  {
    name: 'results',
    elements: [
      text('result_name', { isFull: true }),
      select('result_type', ['certificate', 'document', 'other', 'none']),
      text('result_validity'),
      text('annual_check'),
      many('delivery_ways', { options: ['window', 'express', 'online', 'kiosk'] }),
      { name: 'result_sample', kind: 'file', purpose: 'result', isFull: true },
    ],
  },
  { name: 'fees', elements: [yesNo('is_charged'), text('fee_raw', { isFull: true }), text('fee_basis', { isFull: true }), text('fee_relief', { isFull: true }), items('fees', fee)] },
  {
    name: 'channels',
    elements: [
      many('handling_forms', { options: ['window', 'online', 'mobile', 'express', 'other'] }),
      select('online_level', ['1', '2', '3', '4'], { isNumber: true }),
      number('visit_count'),
      text('visit_reason', { isFull: true }),
      text('scope_of_service', { isFull: true }),
      check('has_appointment'),
      long('window_authority', { hasHint: true }),
      items('places', [text('hall'), text('window'), text('address', { isFull: true }), text('hours', { isFull: true }), text('traffic', { isFull: true })]),
      items('intermediaries', [text('name'), text('basis'), text('limit_raw'), text('fee_nature')]),
    ],
  },
  { name: 'contacts', elements: [text('consult_phone'), text('supervise_phone'), long('remedy_review'), long('remedy_litigation'), long('rights'), long('duties')] },
  { name: 'faqs', elements: [items('faqs', [text('question', { isFull: true }), long('answer')], { hasHint: true })] },
  { name: 'form', elements: [{ name: 'form', kind: 'form', isFull: true }] },
]

/** Section that holds an element; issues and unknown fields stand with the settlements. */
export const sectionOf = (element: string): string => sections.find((section) => section.elements.some((one) => one.name === element))?.name ?? 'issues'
export const elementNamed = (name: string): Element | undefined => sections.flatMap((section) => section.elements).find((one) => one.name === name)
