<h1>[[staff_sign_on.title]]</h1>
<div class="portal-narrow"><p>[[staff_sign_on.text]]</p>
<form class="usa-form portal-panel" method="post" action="/staff/{{COURT_ID}}/sign-on">
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="login">[[staff_sign_on.login]]</label>
<input class="usa-input" id="login" name="login" required maxlength="64" autocapitalize="off" spellcheck="false" autocomplete="username">
<label class="usa-label" for="password">[[sign_on.password]]</label>
<input class="usa-input" id="password" name="password" type="password" required maxlength="512" autocomplete="current-password">
<button class="usa-button" type="submit">[[sign_on.submit]]</button>
</form></div>
