import './base.css';
import './difference.css';
