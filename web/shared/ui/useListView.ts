import { computed, ref, type Ref } from 'vue'

export type Density = 'comfortable' | 'compact'
export interface ListView {
  hidden: Ref<string[]>
  density: Ref<Density>
  isDefault: Ref<boolean>
  reset: () => void
}
interface Kept {
  hidden: string[]
  density: Density
}

const nothing: Kept = { hidden: [], density: 'comfortable' }

function read(place: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Partial<Kept> | null
    return { hidden: Array.isArray(kept?.hidden) ? kept.hidden.filter((one) => typeof one === 'string') : [], density: kept?.density === 'compact' ? 'compact' : 'comfortable' }
  } catch {
    return nothing
  }
}

/** Columns and row height of a list, remembered on this machine for each person. */
export function useListView(list: string, person: string): ListView {
  const place = `yimen.list.${person}.${list}`
  const kept = ref(read(place))
  const keep = (change: Partial<Kept>) => {
    kept.value = { ...kept.value, ...change }
    try {
      localStorage.setItem(place, JSON.stringify(kept.value))
    } catch {
      // a browser that keeps nothing shows the list all the same
    }
  }
  return {
    hidden: computed({ get: () => kept.value.hidden, set: (hidden) => keep({ hidden }) }),
    density: computed({ get: () => kept.value.density, set: (density) => keep({ density }) }),
    isDefault: computed(() => !kept.value.hidden.length && kept.value.density === nothing.density),
    reset: () => keep(nothing),
  }
}
