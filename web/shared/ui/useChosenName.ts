import { onMounted, ref, watch, type Ref } from 'vue'
import { ProblemError } from '@/shared/http/problem'

/**
 * The name of a chosen row, for a `ComboField`: a value that came from outside is shown by its name, by itself where that cannot be had.
 * Until the name has come the field is to take no words: the name would stand in their place.
 * `known`: a name there is no need to ask for.
 */
export function useChosenName(value: Ref<string>, nameOf: (value: string) => Promise<string>, known: () => string = () => '') {
  const words = ref('')
  const isLoading = ref(false)
  /** What the person here chose or took away; null once that has been taken note of. */
  let own: string | null = null

  async function show(): Promise<void> {
    const chosen = value.value
    isLoading.value = !!chosen && !known()
    words.value = chosen && known()
    if (!isLoading.value) return
    let name = chosen
    try {
      name = await nameOf(chosen)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
    if (value.value !== chosen) return
    words.value = name
    isLoading.value = false
  }
  watch(value, (now) => {
    const isOwn = now === own
    own = null
    if (!isOwn) void show()
  })
  onMounted(show)
  return { words, isLoading, choseHere: (now: string) => void (own = now) }
}
