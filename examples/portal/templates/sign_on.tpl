<h1>[[sign_on.heading]]</h1>
<div class="portal-narrow">
<form class="usa-form portal-panel" method="post" action="/court/{{COURT_ID}}/sign-on" autocomplete="on">
<input type="hidden" name="form" value="{{FORM}}">
<p class="portal-required">[[sign_on.required]]</p>
<label class="usa-label" for="username">[[sign_on.username]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<input class="usa-input" id="username" name="username" required maxlength="64" autocapitalize="off" autocorrect="off" spellcheck="false" autocomplete="username">
<label class="usa-label" for="password">[[sign_on.password]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<input class="usa-input" id="password" name="password" type="password" required maxlength="512" autocomplete="current-password">
<label class="usa-label" for="client-code">[[sign_on.client_code]]</label>
<input class="usa-input" id="client-code" name="client-code" maxlength="32" autocomplete="off" aria-describedby="client-code-hint">
<span class="usa-hint" id="client-code-hint">[[sign_on.client_code_hint]]</span>
<button class="usa-button" type="submit">[[sign_on.submit]]</button>
<button class="usa-button usa-button--outline" type="reset">[[form.clear]]</button>
<ul class="portal-inline">
<li><a href="/court/{{COURT_ID}}/forgotten#pacer">[[sign_on.forgot_password]]</a></li>
<li><a href="/court/{{COURT_ID}}/forgotten#pacer">[[sign_on.forgot_username]]</a></li>
<li><a href="/steps?court={{COURT_ID}}&amp;central=none">[[sign_on.need_account]]</a></li>
</ul>
</form>
<p class="portal-shared"><strong>[[sign_on.shared]]</strong></p>
<section class="portal-restricted" aria-labelledby="restricted"><h2 id="restricted">[[sign_on.restricted_heading]]</h2>
<p>[[sign_on.restricted]]</p></section>
</div>
