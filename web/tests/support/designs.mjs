// Drawing by keyboard and bringing what was drawn into force, for tests of processes and rules.
import { as, carryOut, dialog, open, press } from './admin.mjs'

/** Waits for a sentence in the list of problems. */
export const problems = (page, words) => page.locator('.problem-list').getByText(words).first().waitFor()
export const outline = (page, words) => page.locator('.outline .pick:not(.small)').filter({ hasText: words }).first()

/** Opens the draft of a design for editing: a new one, or the one that is there. */
export async function draft(page, path) {
  await open(page, path)
  await page.getByRole('button', { name: /^(修改|继续修改)/ }).click()
  await problems(page, '没有问题')
}

/** Adds an element behind the chosen one. */
export async function addElement(page, kind, name) {
  await page.selectOption('#field-add-kind', kind)
  await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  await page.fill('#field-element-name', name)
}

/** The author's open draft is saved and submitted. */
export async function submitDraft(note) {
  const page = await as('yl.catalogue')
  await page.fill('#field-note', note)
  await press(page, '保存草稿')
  await page.getByText('已保存').waitFor()
  await press(page, '提交审核')
  await carryOut(page, '提交审核')
  return page
}

/** Another administrator publishes; gives that one's page, which shows the design. */
export async function publishDraft(path) {
  const checker = await as('yl.catalogueb')
  await open(checker, `${path}/draft`)
  await problems(checker, '没有问题')
  await press(checker, '发布')
  await dialog(checker).getByRole('button', { name: '发布', exact: true }).click()
  await checker.getByRole('heading', { name: /使用这(个流程|条规则)的事项/ }).waitFor()
  return checker
}
