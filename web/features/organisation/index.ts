import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Feature, MenuEntry, MenuGroup } from '@/shared/app/feature'
import type RowFieldType from './components/RowField.vue'
import { list } from './api'

export { findDepartments } from './api'
export const RowField = defineAsyncComponent(() => import('./components/RowField.vue')) as unknown as typeof RowFieldType
export const DepartmentCategoryField = defineAsyncComponent(() => import('./components/DepartmentCategoryField.vue'))

const route = (path: string, title: string, component: RouteRecordRaw['component'], permission?: string) =>
  ({ path, component, meta: { title, ...(permission ? { permission } : {}) } }) as RouteRecordRaw
const entry = (to: string, label: string, group: MenuGroup, order: number, permission: string): MenuEntry => ({ to, label, group, order, permission })
const countRequested = async () => (await list('role-grants', { state: 'requested', limit: 1 })).total ?? null

export default {
  name: 'organisation',
  workbench: {
    routes: [
      route('/bench/departments', 'organisation.department.title', () => import('./pages/DepartmentsPage.vue'), 'organisation.edit'),
      route('/bench/centers', 'organisation.center.title', () => import('./pages/CentersPage.vue'), 'organisation.center_edit'),
      route('/bench/windows', 'organisation.window.title', () => import('./pages/WindowsPage.vue'), 'organisation.center_edit'),
      route('/bench/posts', 'organisation.post.title', () => import('./pages/PostsPage.vue'), 'organisation.department_edit'),
      route('/bench/staff', 'organisation.staff.title', () => import('./pages/StaffPage.vue'), 'organisation.department_edit'),
      route('/bench/role-grants', 'organisation.grant.title', () => import('./pages/RoleGrantsPage.vue')),
      route('/bench/roles', 'organisation.role.title', () => import('./pages/RolesPage.vue')),
      route('/bench/absences', 'organisation.absence.title', () => import('./pages/AbsencesPage.vue')),
      route('/bench/letters', 'organisation.letter.title', () => import('./pages/LettersPage.vue'), 'letter.edit'),
      route('/bench/first-contacts', 'organisation.contact.title', () => import('./pages/FirstContactsPage.vue'), 'first_contact.edit'),
      route('/bench/residencies', 'organisation.residency.title', () => import('./pages/ResidenciesPage.vue'), 'residency.propose'),
    ],
    menu: [
      entry('/bench/first-contacts', 'organisation.contact.title', 'hall', 30, 'first_contact.edit'),
      entry('/bench/centers', 'organisation.center.title', 'hall', 40, 'organisation.center_edit'),
      entry('/bench/windows', 'organisation.window.title', 'hall', 50, 'organisation.center_edit'),
      entry('/bench/residencies', 'organisation.residency.title', 'hall', 60, 'residency.propose'),
      entry('/bench/departments', 'organisation.department.title', 'administration', 10, 'organisation.edit'),
      entry('/bench/posts', 'organisation.post.title', 'administration', 30, 'organisation.department_edit'),
      entry('/bench/staff', 'organisation.staff.title', 'administration', 40, 'organisation.department_edit'),
      entry('/bench/absences', 'organisation.absence.title', 'administration', 50, 'absence.edit'),
      entry('/bench/letters', 'organisation.letter.title', 'administration', 60, 'letter.edit'),
      entry('/bench/roles', 'organisation.role.title', 'system', 25, 'role.grant'),
      { ...entry('/bench/role-grants', 'organisation.grant.title', 'system', 20, 'role.grant'), count: countRequested },
    ],
  },
} satisfies Feature
