import type { Feature } from '@/shared/app/feature'
import { countTasks } from '@/features/cases'
import { allOf } from './kinds'

export default {
  name: 'tasks',
  workbench: {
    routes: [{ path: '/bench/tasks', component: () => import('./pages/TaskListPage.vue'), meta: { title: 'tasks.title', permission: 'cases.read' } }],
    menu: [{ label: 'tasks.menu', to: '/bench/tasks', group: 'work', order: 10, permission: 'cases.read', count: async () => allOf(await countTasks()) }],
  },
} satisfies Feature
