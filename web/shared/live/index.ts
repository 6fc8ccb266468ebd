export { forgetNews, hear, isStreaming, jobs, noteJob, onJobEnd, onNews, unread, type News } from './news'
export { useNewsStream } from './useNewsStream'
