export interface ClockLine {
  label: string
  value: string
}

/** counted: used up · paused: the clock stood · rest: weekend or holiday · ahead: still to come */
export interface ClockDay {
  date: string
  kind: 'counted' | 'paused' | 'rest' | 'ahead'
  /** 国庆节, 现场核查 … */
  note?: string
}
