import type { Feature } from '@/shared/app/feature'

const edit = { permission: 'matter.edit', menu: '/bench/matters' }

export default {
  name: 'catalogue',
  workbench: {
    routes: [
      { path: '/bench/matters', component: () => import('./pages/MatterListPage.vue'), meta: { ...edit, title: 'catalogue.list.title' } },
      { path: '/bench/matters/import', component: () => import('./pages/ImportPage.vue'), meta: { title: 'catalogue.import.title', permission: 'matter.import', menu: '/bench/matters' } },
      { path: '/bench/matters/consistency', component: () => import('./pages/ConsistencyListPage.vue'), meta: { ...edit, title: 'catalogue.consistency.title' } },
      { path: '/bench/matters/:id(\\d+)', component: () => import('./pages/MatterPage.vue'), props: true, meta: { ...edit, title: 'catalogue.edit.title' } },
      { path: '/bench/matters/:id(\\d+)/form', component: () => import('./pages/FormDesignerPage.vue'), props: true, meta: { ...edit, title: 'catalogue.designer.title' } },
      { path: '/bench/questions', component: () => import('./pages/QuestionListPage.vue'), meta: { permission: 'matter.edit', menu: '/bench/questions', title: 'catalogue.bank.title' } },
      { path: '/bench/questions/:id(\\d+)', component: () => import('./pages/QuestionPage.vue'), props: true, meta: { permission: 'matter.edit', menu: '/bench/questions', title: 'catalogue.bank.title' } },
      { path: '/bench/matters/:id(\\d+)/comparison', component: () => import('./pages/ComparePage.vue'), props: true, meta: { ...edit, title: 'catalogue.compare.title' } },
      { path: '/bench/matters/:id(\\d+)/consistency', component: () => import('./pages/ConsistencyPage.vue'), props: true, meta: { ...edit, title: 'catalogue.consistency.title' } },
    ],
    menu: [{ label: 'catalogue.list.menu', to: '/bench/matters', group: 'matters', order: 10, permission: 'matter.edit' }, { label: 'catalogue.bank.menu', to: '/bench/questions', group: 'matters', order: 20, permission: 'matter.edit' }],
  },
} satisfies Feature
