<h1>[[front.title]]</h1>
<p class="usa-intro">[[front.intro]]</p>
<div class="portal-cards">
<section class="portal-card"><h2>[[front.sign_on]]</h2><p>[[front.sign_on_text]]</p>
<form class="usa-form" method="get" action="/">
<label class="usa-label" for="court">[[front.court]]</label>
<select class="usa-select" id="court" name="court">
{{#COURTS}}<option value="{{ID}}">{{NAME}}</option>{{/COURTS}}
</select>
<button class="usa-button" type="submit">[[front.go_sign_on]]</button>
</form></section>
<section class="portal-card"><h2>[[layout.steps]]</h2><p>[[front.steps_text]]</p>
<p><a class="usa-button" href="/steps">[[front.go_steps]]</a></p></section>
<section class="portal-card"><h2>[[front.staff]]</h2><p>[[front.staff_text]]</p>
<form class="usa-form" method="get" action="/">
<input type="hidden" name="to" value="staff">
<label class="usa-label" for="staff-court">[[front.court]]</label>
<select class="usa-select" id="staff-court" name="court">
{{#COURTS}}<option value="{{ID}}">{{NAME}}</option>{{/COURTS}}
</select>
<button class="usa-button usa-button--outline" type="submit">[[front.go_staff]]</button>
</form></section>
</div>
