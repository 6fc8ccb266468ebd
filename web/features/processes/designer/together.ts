import type { Services } from './types'

interface Stack { register(command: string, handler: { preExecute(context: { act: () => void }): void }): void }

/** The command that holds others: they are undone and done again with it. */
export class Together {
  static $inject = ['commandStack']
  constructor(stack: Stack) {
    stack.register('y.together', { preExecute: ({ act }) => act() })
  }
}
/** What a person does as one thing is one step back, however many changes of the drawing it takes. */
export function together<Made>({ commandStack }: Pick<Services, 'commandStack'>, act: () => Made): Made {
  let made!: Made
  commandStack.execute('y.together', { act: () => (made = act()) })
  return made
}
