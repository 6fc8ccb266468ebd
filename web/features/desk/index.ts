import type { Feature } from '@/shared/app/feature'

export default {
  name: 'desk',
  workbench: {
    routes: [{ path: '/bench/desk', component: () => import('./pages/DeskPage.vue'), meta: { title: 'desk.title', permission: 'cases.receive' } }],
    menu: [{ label: 'desk.title', to: '/bench/desk', group: 'work', order: 20, permission: 'cases.receive' }],
  },
} satisfies Feature
