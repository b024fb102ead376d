export { zh } from './words/zh';
export { en } from './words/en';
