import type { Feature } from '@/shared/app/feature'

const edit = { permission: 'process.edit', menu: '/bench/processes' }
const key = ':processKey([a-z][a-z0-9-]*)'

export default {
  name: 'processes',
  workbench: {
    routes: [
      { path: '/bench/processes', component: () => import('./pages/ProcessListPage.vue'), meta: { ...edit, title: 'processes.list.title' } },
      { path: `/bench/processes/${key}`, component: () => import('./pages/ProcessPage.vue'), props: true, meta: { ...edit, title: 'processes.page.title' } },
      { path: `/bench/processes/${key}/draft`, component: () => import('./pages/DesignerPage.vue'), props: true, meta: { ...edit, title: 'processes.designer.title' } },
      { path: `/bench/processes/${key}/comparison`, component: () => import('./pages/ProcessComparePage.vue'), props: true, meta: { ...edit, title: 'processes.compare.title' } },
    ],
    menu: [{ label: 'processes.list.menu', to: '/bench/processes', group: 'matters', order: 30, permission: 'process.edit' }],
  },
} satisfies Feature
