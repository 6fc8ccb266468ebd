// What tests of the administration share: one browser per account, dialogs, fields that offer rows, judging at both widths.
import { desktop, expectNoFaults, judgeBothWidths, open, settle, signIn, startBrowser } from './browser.mjs'

export const password = 'Yimen@2026'
export const stamp = String(Date.now()).slice(-7)
/** Names of people hold no digits. */
export const person = `测${[...stamp].map((digit) => '甲乙丙丁戊己庚辛壬癸'[digit]).join('')}`
const people = new Map()

/** The page of an account, signed in once. */
export async function as(login) {
  if (!people.has(login)) {
    const browser = await startBrowser()
    const page = await browser.newPage()
    await page.setViewportSize(desktop)
    await signIn(page, login, password, { staff: true })
    people.set(login, { browser, page })
  }
  return people.get(login).page
}
export async function closeAll() {
  for (const { browser } of people.values()) await browser.close()
}
export async function expectNoFaultsAnywhere() {
  for (const { browser } of people.values()) await expectNoFaults(browser)
}

export const judged = (page, name) => judgeBothWidths(page, `admin-${name}`)
/** From the top of the page, so that a bar at its foot covers no field by half. */
export const judgedFromTop = (page, name) => judgeBothWidths(page, `admin-${name}`, { fromTop: true })
export const dialog = (page) => page.locator('dialog[open]')
export const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
/** Presses the act of the open dialog and waits until it is done and the page shows it. */
export async function carryOut(page, name) {
  await dialog(page).getByRole('button', { name, exact: true }).click()
  await gone(page)
  await settle(page)
}
export const gone = (page) => dialog(page).waitFor({ state: 'detached' })
/** Writes the words that the open dialog asks for and sends it by keyboard. */
export async function sendWords(page, words) {
  await dialog(page).locator('#field-words').fill(words)
  await page.keyboard.press('Control+Enter')
  await gone(page)
}
/** Types part of a name and takes the first that is offered. */
export async function choose(page, field, words) {
  await page.fill(`#field-${field}`, words)
  await page.locator(`#field-${field}-list [role=option]`, { hasText: words }).first().click()
}
export async function find(page, words) {
  await page.fill('#field-q', words)
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await settle(page)
}
export { open, settle }
