<h1>[[utilities.link]]</h1>
<p>[[link.what]]</p>
<p>[[link.not_for_search]]</p>
<p>[[link.how]]</p>
<form class="usa-form portal-panel" method="post" action="/court/{{COURT_ID}}/link" autocomplete="off">
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="login">[[link.login]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<input class="usa-input" id="login" name="login" required maxlength="64" autocapitalize="off" autocorrect="off" spellcheck="false" autocomplete="off">
<label class="usa-label" for="password">[[link.password]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<input class="usa-input" id="password" name="password" type="password" required maxlength="512" autocomplete="off">
<button class="usa-button" type="submit">[[form.submit]]</button>
<button class="usa-button usa-button--outline" type="reset">[[form.clear]]</button>
</form>
{{#HELP}}<h2>[[help.call]]</h2><ul>{{#CALL}}<li>{{#CALL_PHONE}}<a href="tel:{{DIGITS}}">{{PHONE}}</a> {{/CALL_PHONE}}{{#CALL_EMAIL}}<a href="mailto:{{EMAIL}}">{{EMAIL}}</a> {{/CALL_EMAIL}}{{#CALL_URL}}<a href="{{URL}}" rel="noreferrer">{{URL}}</a>{{/CALL_URL}}</li>{{/CALL}}</ul>{{/HELP}}
<ul class="portal-list">
<li><a href="/court/{{COURT_ID}}/forgotten#login">[[link.forgot_password]]</a></li>
<li><a href="/court/{{COURT_ID}}/forgotten#login">[[link.forgot_login]]</a></li>
<li><a href="/steps?court={{COURT_ID}}&amp;central=legacy">[[link.more]]</a></li>
<li><a href="/court/{{COURT_ID}}/utilities">[[link.back]]</a></li>
</ul>
