import { createApp } from 'vue';
import { createTexts } from '../kit/i18n';
import '../kit/tokens.css';
import App from './App.vue';
import './editor.css';
import { en, zh } from './locale';

document.documentElement.dataset['theme'] = 'dark';
createApp(App).use(createTexts({ zh, en })).mount('#app');
