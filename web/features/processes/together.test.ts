import CommandStack from 'diagram-js/lib/command/CommandStack'
import EventBus from 'diagram-js/lib/core/EventBus'
import { expect, it } from 'vitest'
import { Together, together } from './designer/together'
import type { Services } from './designer/types'

function start() {
  const [eventBus, seen] = [new EventBus(), [] as string[]]
  const commandStack = new CommandStack(eventBus, {} as never)
  commandStack.register('note', { execute: ({ word }: { word: string }) => (seen.push(word), []), revert: () => (seen.pop(), []) } as never)
  new Together(commandStack as never)
  const changes: string[] = []
  eventBus.on('commandStack.changed', ({ trigger }: { trigger: string }) => void changes.push(trigger))
  return { commandStack: commandStack as unknown as Services['commandStack'], seen, changes, note: (word: string) => commandStack.execute('note', { word }) }
}

it('several changes are one step back, one step forth and one change of the drawing', () => {
  const { commandStack, seen, changes, note } = start()
  note('前')
  expect(together({ commandStack }, () => (note('一'), together({ commandStack }, () => note('二')), note('三'), '好'))).toBe('好')
  expect([seen, changes]).toEqual([['前', '一', '二', '三'], ['execute', 'execute']])
  commandStack.undo()
  expect(seen).toEqual(['前'])
  commandStack.redo()
  expect(seen).toEqual(['前', '一', '二', '三'])
  commandStack.undo()
  commandStack.undo()
  expect([seen, commandStack.canUndo()]).toEqual([[], false])
})
