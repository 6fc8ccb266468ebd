export { default as SchemaForm } from './SchemaForm.vue'
export { answerText, isHidden, labelOf, problemOf, problemsOf, sentAnswers, shownAnswer, shownFields, type Answer, type Answers, type FormField, type FormSchema } from './schema'
