import { onBeforeUnmount, onMounted, ref } from 'vue'
import { toggleView, viewWords } from './viewMode'

/** The words of the view as they are now, for buttons that show their state. */
export function useView() {
  const words = ref(viewWords())
  const follow = () => (words.value = viewWords())
  onMounted(() => document.addEventListener('yimen-view', follow))
  onBeforeUnmount(() => document.removeEventListener('yimen-view', follow))
  return { words, toggle: toggleView }
}
