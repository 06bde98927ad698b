<h1>[[utilities.title]]</h1>
<div class="portal-columns">
<section><h2>[[utilities.account]]</h2><ul class="portal-list">
{{#CAN_LINK}}<li><a href="/court/{{COURT_ID}}/link">[[utilities.link]]</a></li>{{/CAN_LINK}}
{{#LINKED_ALREADY}}<li>[[utilities.linked]]</li>{{/LINKED_ALREADY}}
<li><a href="/court/{{COURT_ID}}/registration">[[registration.title]]</a></li>
{{#LINKED_ALREADY}}<li><a href="/court/{{COURT_ID}}/agents">[[agents.title]]</a></li>{{/LINKED_ALREADY}}
<li><a href="/court/{{COURT_ID}}/my-steps">[[layout.steps]]</a></li>
</ul></section>
<section><h2>[[utilities.miscellaneous]]</h2><ul class="portal-list">
<li><a href="/court/{{COURT_ID}}/forgotten">[[layout.forgotten]]</a></li>
<li>[[utilities.mailings]]</li>
<li>[[utilities.court_information]]</li>
</ul></section>
</div>
<p><a href="/court/{{COURT_ID}}">[[form.back_home]]</a></p>
