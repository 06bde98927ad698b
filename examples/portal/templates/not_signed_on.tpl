<h1>[[not_signed_on.title]]</h1>
<div class="usa-alert usa-alert--warning"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[not_signed_on.heading]]</h2>
<ul>{{#OBSTACLES}}<li>{{TEXT}}</li>{{/OBSTACLES}}</ul></div></div>
{{#HELP}}<h2>[[help.center]]</h2><ul>{{#CALL}}<li>{{#CALL_PHONE}}<a href="tel:{{DIGITS}}">{{PHONE}}</a> {{/CALL_PHONE}}{{#CALL_EMAIL}}<a href="mailto:{{EMAIL}}">{{EMAIL}}</a> {{/CALL_EMAIL}}{{#CALL_URL}}<a href="{{URL}}" rel="noreferrer">{{URL}}</a>{{/CALL_URL}}</li>{{/CALL}}</ul>{{/HELP}}
<p><a href="/steps?court={{COURT_ID}}">[[layout.steps]]</a></p>
