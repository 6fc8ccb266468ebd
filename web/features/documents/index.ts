import type { Feature } from '@/shared/app/feature'

const edit = { permission: 'document.template_edit', menu: '/bench/document-templates' }

export default {
  name: 'documents',
  workbench: {
    routes: [
      { path: '/bench/document-templates', component: () => import('./pages/TemplatesPage.vue'), meta: { ...edit, title: 'documents.list.title' } },
      { path: '/bench/document-templates/:type([a-z_]+)', component: () => import('./pages/TemplatePage.vue'), props: true, meta: { ...edit, title: 'documents.edit.title' } },
    ],
    menu: [{ label: 'documents.list.title', to: '/bench/document-templates', group: 'administration', order: 80, permission: 'document.template_edit' }],
  },
} satisfies Feature
