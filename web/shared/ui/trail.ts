export interface TimelineEntry {
  id: string
  title: string
  /** Continues the sentence of the title. */
  words?: string
  at: string | number
  /** Office and masked name. */
  who?: string
  tone?: 'now' | 'bad' | ''
  papers?: { name: string; href: string }[]
}
