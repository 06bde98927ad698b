<h1>[[busy.title]]</h1>
<p>[[busy.text]]</p>
<p>{{#WITH_COURT}}<a href="/court/{{COURT_ID}}">[[form.back_home]]</a>{{/WITH_COURT}}{{#WITHOUT_COURT}}<a href="/">[[layout.courts]]</a>{{/WITHOUT_COURT}}</p>
