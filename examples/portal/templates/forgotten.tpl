<h1>[[forgotten.title]]</h1>
<section id="login" class="portal-panel"><h2>[[forgotten.login_heading]]</h2><p>[[forgotten.login]]</p>
{{#LOGIN_HELP}}<ul>{{#CALL}}<li>{{#CALL_PHONE}}<a href="tel:{{DIGITS}}">{{PHONE}}</a> {{/CALL_PHONE}}{{#CALL_EMAIL}}<a href="mailto:{{EMAIL}}">{{EMAIL}}</a> {{/CALL_EMAIL}}{{#CALL_URL}}<a href="{{URL}}" rel="noreferrer">{{URL}}</a>{{/CALL_URL}}</li>{{/CALL}}</ul>{{/LOGIN_HELP}}</section>
<section id="pacer" class="portal-panel"><h2>[[forgotten.pacer_heading]]</h2><p>[[forgotten.pacer]]</p>
{{#CENTER_HELP}}<ul>{{#CALL}}<li>{{#CALL_PHONE}}<a href="tel:{{DIGITS}}">{{PHONE}}</a> {{/CALL_PHONE}}{{#CALL_EMAIL}}<a href="mailto:{{EMAIL}}">{{EMAIL}}</a> {{/CALL_EMAIL}}{{#CALL_URL}}<a href="{{URL}}" rel="noreferrer">{{URL}}</a>{{/CALL_URL}}</li>{{/CALL}}</ul>{{/CENTER_HELP}}</section>
<p><a href="/steps?court={{COURT_ID}}&amp;account=unknown">[[layout.steps]]</a></p>
