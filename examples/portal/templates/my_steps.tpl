<h1>[[layout.steps]]</h1>
<p>[[my_steps.intro]]</p>
<ul class="portal-inline">
<li><a href="/court/{{COURT_ID}}/my-steps">[[my_steps.known]]</a></li>
<li><a href="/court/{{COURT_ID}}/my-steps?account=unknown">[[my_steps.unknown]]</a></li>
<li><a href="/court/{{COURT_ID}}/my-steps?account=none">[[my_steps.none]]</a></li></ul>
[[>plan.inc]]
<p><a href="/court/{{COURT_ID}}">[[form.back_home]]</a></p>
