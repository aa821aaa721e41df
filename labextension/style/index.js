import './base.css';
import './difference.css';
import './notebooks.css';
