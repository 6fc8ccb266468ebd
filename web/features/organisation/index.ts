import { defineAsyncComponent } from 'vue'
import type RowFieldType from './components/RowField.vue'
import type { Feature } from '@/shared/app/feature'

export { findDepartments } from './api'
export const RowField = defineAsyncComponent(() => import('./components/RowField.vue')) as unknown as typeof RowFieldType
export const DepartmentCategoryField = defineAsyncComponent(() => import('./components/DepartmentCategoryField.vue'))

export default { name: 'organisation' } satisfies Feature
