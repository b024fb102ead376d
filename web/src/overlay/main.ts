import { createApp } from 'vue';
import App from './App.vue';
import './overlay.css';

createApp(App).mount('#app');
