import type { MovePreview } from '../api'

type Mapping = Record<string, string>

/** What an old element may stand for: new ones of its kind and legal stage that no other stands for. */
export function choicesFor(preview: MovePreview, id: string, mapping: Mapping): MovePreview['choices'] {
  const old = preview.missing.find((one) => one.id === id)
  const taken = new Set(Object.entries(mapping).filter(([other]) => other !== id).map(([, target]) => target))
  return preview.choices.filter((one) => one.kind === old?.kind && one.stage === old?.stage && !taken.has(one.id))
}

/** Elements that kept their name are taken for the same until somebody says otherwise; a name that fits twice is left open. */
export function proposedMapping(preview: MovePreview): Mapping {
  const mapping: Mapping = {}
  for (const old of preview.missing) {
    const alike = choicesFor(preview, old.id, mapping).filter((one) => one.name === old.name)
    if (alike.length === 1 && preview.missing.filter((one) => one.name === old.name).length === 1) mapping[old.id] = alike[0]!.id
  }
  return mapping
}
