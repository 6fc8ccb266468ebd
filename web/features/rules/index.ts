import type { Feature } from '@/shared/app/feature'

const edit = { permission: 'rule.edit', menu: '/bench/rules' }
const key = ':ruleKey([a-z][a-z0-9-]*)'

export default {
  name: 'rules',
  workbench: {
    routes: [
      { path: '/bench/rules', component: () => import('./pages/RuleListPage.vue'), meta: { ...edit, title: 'rules.list.title' } },
      { path: `/bench/rules/${key}`, component: () => import('./pages/RulePage.vue'), props: true, meta: { ...edit, title: 'rules.page.title' } },
      { path: `/bench/rules/${key}/draft`, component: () => import('./pages/RuleDesignerPage.vue'), props: true, meta: { ...edit, title: 'rules.designer.title' } },
      { path: `/bench/rules/${key}/comparison`, component: () => import('./pages/RuleComparePage.vue'), props: true, meta: { ...edit, title: 'rules.compare.title' } },
    ],
    menu: [{ label: 'rules.list.title', to: '/bench/rules', group: 'matters', order: 35, permission: 'rule.edit' }],
  },
} satisfies Feature
