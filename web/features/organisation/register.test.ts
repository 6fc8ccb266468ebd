import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { h } from 'vue'
import RegisterPage from './components/RegisterPage.vue'

vi.mock('vue-i18n', async (original) => ({ ...(await original<object>()), useI18n: () => ({ t: (key: string) => key }) }))
vi.mock('vue-router', () => ({ useRouter: () => ({ push: () => undefined }) }))

test('a column shows its text, whatever it is called; what the page draws itself stands in its place', async () => {
  const props = {
    title: '', rowName: (row: { name: string }) => row.name, busy: false, problem: null, total: null, isTotalAtLeast: false, hasNext: false, hasPrevious: false, isFiltered: false,
    columns: ['name', 'title', 'key', 'acts'].map((key) => ({ key, label: key, text: (row: { name: string }) => `${key} ${row.name}` })),
  }
  const page = mount(RegisterPage as never, {
    props: { ...props, rows: [] as object[], busy: true } as never,
    slots: { acts: ({ row }: { row: { name: string } }) => h('b', row.name) },
    global: { stubs: { PageHeader: true, AppButton: true, TextField: true, TablePager: true, EmptyState: true } },
  })
  await page.setProps({ rows: [{ id: '1', name: '玉州区政务服务中心' }], busy: false } as never)
  const cells = () => page.findAll('tbody td').map((cell) => cell.text())
  expect(cells()).toEqual(['name 玉州区政务服务中心', 'title 玉州区政务服务中心', 'key 玉州区政务服务中心', '玉州区政务服务中心'])
  await page.setProps({ rows: [{ id: '2', name: '大塘镇' }] } as never)
  expect(cells()).toEqual(['name 大塘镇', 'title 大塘镇', 'key 大塘镇', '大塘镇'])
})
