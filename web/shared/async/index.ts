export { useLatest, useTask, type Task } from './useTask'
export { usePagedList, type PagedList } from './usePagedList'
export { useDraft, type Draft } from './useDraft'
export { activeHotkeys, useHotkeys, type Hotkey } from './useHotkeys'
