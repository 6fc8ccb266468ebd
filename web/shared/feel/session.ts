/** Why something became null: stable words and the place in the text, counted in characters from 0. */
export interface Problem {
  slug: string
  at: number
}

/** One evaluation's surroundings: the moment and zone of now() and today(), a budget, the problems met. */
export class Session {
  readonly problems: Problem[] = []
  place = 0
  private steps: number
  private depth: number
  isStopped = false
  constructor(
    readonly now = 0,
    readonly zone = 'Asia/Shanghai',
    budget: { steps?: number; depth?: number } = {},
  ) {
    this.steps = budget.steps ?? 2_000_000
    this.depth = budget.depth ?? 400
  }

  warn(slug: string, at = this.place): null {
    if (this.problems.length < 100 && !this.isStopped) this.problems.push({ slug, at })
    return null
  }
  /** Takes from the budget; false once it is used up, and from then on. */
  step(count = 1): boolean {
    this.steps -= count
    return this.steps > 0 || this.stop()
  }
  descend(): boolean {
    return --this.depth > 0 || this.stop()
  }
  ascend(): void {
    this.depth++
  }
  stop(): false {
    if (!this.isStopped) {
      this.problems.splice(99) // the reason why there is no value is always told
      this.warn('feel/limit')
      this.isStopped = true
    }
    return false
  }
}
