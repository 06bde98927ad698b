<h1>[[confirm_over.title]]</h1>
<div class="usa-alert usa-alert--error" role="alert"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[confirm_over.heading]]</h2>
<p class="usa-alert__text">{{TEXT}}</p>{{#PROBLEM}}<p class="usa-alert__text">{{TEXT}}</p>{{/PROBLEM}}</div></div>
{{#HELP}}<h2>[[help.call]]</h2><ul>{{#CALL}}<li>{{#CALL_PHONE}}<a href="tel:{{DIGITS}}">{{PHONE}}</a> {{/CALL_PHONE}}{{#CALL_EMAIL}}<a href="mailto:{{EMAIL}}">{{EMAIL}}</a> {{/CALL_EMAIL}}{{#CALL_URL}}<a href="{{URL}}" rel="noreferrer">{{URL}}</a>{{/CALL_URL}}</li>{{/CALL}}</ul>{{/HELP}}
<ul class="portal-list"><li><a href="/court/{{COURT_ID}}/link">[[confirm_over.again]]</a></li>
<li><a href="/court/{{COURT_ID}}">[[form.back_home]]</a></li></ul>
