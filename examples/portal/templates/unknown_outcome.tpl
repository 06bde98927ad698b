<h1>[[unknown_outcome.title]]</h1>
<p>[[unknown_outcome.text]]</p>
<p>{{#WITH_COURT}}<a href="/court/{{COURT_ID}}">[[form.back_home]]</a>{{/WITH_COURT}}{{#WITHOUT_COURT}}<a href="/">[[layout.courts]]</a>{{/WITHOUT_COURT}}</p>
