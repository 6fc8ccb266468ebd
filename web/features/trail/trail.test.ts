import { expect, test } from 'vitest'
import { partOf, wholeNumber } from './api'

test('an action belongs to the part that stands before the point', () => expect(['cases.accept', 'role.grant', ''].map(partOf)).toEqual(['cases', 'role', '']))
test('a number of a thing has digits only', () => expect([wholeNumber(''), wholeNumber(' 912227115489820672 '), wholeNumber('case 1')]).toEqual([true, true, false]))
