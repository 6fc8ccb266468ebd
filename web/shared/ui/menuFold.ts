// A menu folded out (`details.menu-fold`) lies over the page: a press anywhere else folds it again, as people expect of menus.
if (typeof document !== 'undefined')
  document.addEventListener(
    'pointerdown',
    (event) => {
      for (const menu of document.querySelectorAll('details.menu-fold[open]')) if (!menu.contains(event.target as Node)) menu.removeAttribute('open')
    },
    { capture: true, passive: true },
  )

export {}
