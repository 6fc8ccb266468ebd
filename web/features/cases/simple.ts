/**
 * 简单件: where the way of a simple case leads to from this step, when its model asks for it behind the step.
 * @returns the name of what comes next then, null where nothing is asked.
 */
export function simpleWay(xml: string, step: string): string | null {
  const model = new DOMParser().parseFromString(xml, 'text/xml')
  const elements = [...model.getElementsByTagName('*')]
  const flows = elements.filter((one) => one.localName === 'sequenceFlow')
  const from = (id: string) => flows.filter((one) => one.getAttribute('sourceRef') === id)
  for (const flow of from(step))
    for (const way of from(flow.getAttribute('targetRef') ?? '')) {
      const condition = [...way.children].find((one) => one.localName === 'conditionExpression')
      if (!/\bis_simple\b/.test(condition?.textContent ?? '')) continue
      const next = elements.find((one) => one.getAttribute('id') === way.getAttribute('targetRef'))
      return next?.getAttribute('name') || way.getAttribute('name') || ''
    }
  return null
}
