//! One decision by Cedar: may this court account be linked to this central account, and if not, why?
//! One policy permits everything; one for each rule forbids. The findings are the policies that
//! determined the answer.
//!
//!     cedar SAMPLE.tsv RUNS AS_OF      AS_OF: microseconds since 1970
//!
//! After a run that warms up, prints the nanoseconds of a decision in each run as JSON. Each line of
//! the sample has a link with its records, and the findings that it must have (sample.py). In every
//! run, each decision is compared with them. Cedar does not fold case, so names are folded before.
use std::collections::{HashMap, HashSet};
use std::time::Instant;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicyId,
    PolicySet, Request, RestrictedExpression,
};

const RULES: [(u32, &str); 20] = [
    (3, "!(context has linked_at)"),
    (8, r#"principal.usage == "shared""#),
    (9, r#"principal.usage == "administrative""#),
    (
        10,
        r#"(!(principal has generation) || principal.generation != "upgraded") && (!(principal has created) || principal.created < 1407715200000000)"#,
    ),
    (11, r#"principal.status == "not-activated""#),
    (12, r#"principal.status == "on-hold""#),
    (13, r#"principal.status == "disabled""#),
    (14, r#"principal.status == "closed""#),
    (
        20,
        "context has linked_at && context.linked_at < resource.court.go_live",
    ),
    (
        21,
        "context has linked_at && resource.court has outage_begin && context.linked_at >= resource.court.outage_begin && context.linked_at < resource.court.outage_end",
    ),
    (28, r#"resource.status == "terminated""#),
    (29, r#"resource.status == "suspended""#),
    (30, r#"resource.status == "restricted""#),
    (31, r#"resource.status == "locked""#),
    (32, r#"resource.status == "fee-locked""#),
    (34, "resource.opened >= resource.court.go_live"),
    (
        53,
        "principal has name && resource has name && principal.name != resource.name",
    ),
    (55, "!(principal has name) || !(resource has name)"),
    (
        56,
        "context has linked_at && context.linked_at > context.as_of",
    ),
    (
        57,
        "context has linked_at && context.linked_at < resource.opened",
    ),
];

/// A line of the sample.
struct Link {
    court: String,
    login: String,
    central_id: String,
    usage: String,
    central_status: String,
    generation: String,
    central_name: String,
    account_status: String,
    account_name: String,
    created: Option<i64>,
    opened: Option<i64>,
    linked_at: Option<i64>,
    go_live: Option<i64>,
    outage: Option<(i64, i64)>,
    findings: u64,
}

fn read(line: &str) -> Link {
    let fields: Vec<&str> = line.split('\t').collect();
    let text = |at: usize| fields[at].to_string();
    let instant = |at: usize| fields[at].parse::<i64>().ok();
    Link {
        court: text(0),
        login: text(1),
        central_id: text(2),
        usage: text(3),
        central_status: text(4),
        generation: text(5),
        central_name: text(6),
        account_status: text(7),
        account_name: text(8).to_lowercase(),
        created: instant(9),
        opened: instant(10),
        linked_at: instant(11),
        go_live: instant(12),
        outage: instant(13).zip(instant(14)),
        findings: fields[15].parse().expect("the findings are a number"),
    }
}

/// What Cedar needs to decide.
struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    bits: HashMap<PolicyId, u64>,
    central: EntityTypeName,
    account: EntityTypeName,
    court: EntityTypeName,
    action: EntityUid,
    as_of: i64,
}

impl Cedar {
    fn new(as_of: i64) -> Self {
        let mut source = String::from("permit(principal, action == Action::\"link\", resource);\n");
        for (_, condition) in RULES {
            source += &format!(
                "forbid(principal, action == Action::\"link\", resource) when {{ {condition} }};\n"
            );
        }
        // Policies are numbered in the order of their text.
        let bits = RULES
            .iter()
            .enumerate()
            .map(|(at, (bit, _))| (PolicyId::new(format!("policy{}", at + 1)), 1 << bit))
            .collect();
        Cedar {
            authorizer: Authorizer::new(),
            policies: source.parse().expect("the policies are Cedar's language"),
            bits,
            central: "Central".parse().expect("a type"),
            account: "Account".parse().expect("a type"),
            court: "Court".parse().expect("a type"),
            action: r#"Action::"link""#.parse().expect("an action"),
            as_of,
        }
    }

    fn central_of(&self, link: &Link) -> EntityUid {
        EntityUid::from_type_name_and_id(self.central.clone(), EntityId::new(&link.central_id))
    }

    fn account_of(&self, link: &Link) -> EntityUid {
        EntityUid::from_type_name_and_id(
            self.account.clone(),
            EntityId::new(format!("{}/{}", link.court, link.login)),
        )
    }

    fn court_of(&self, link: &Link) -> EntityUid {
        EntityUid::from_type_name_and_id(self.court.clone(), EntityId::new(&link.court))
    }

    fn entities(&self, link: &Link) -> Entities {
        let text = |name: &str, value: &String| {
            (!value.is_empty()).then(|| {
                (
                    name.to_string(),
                    RestrictedExpression::new_string(value.clone()),
                )
            })
        };
        let instant = |name: &str, value: Option<i64>| {
            value.map(|micros| (name.to_string(), RestrictedExpression::new_long(micros)))
        };
        let entity = |id, attributes: Vec<Option<(String, RestrictedExpression)>>| {
            Entity::new(
                id,
                attributes.into_iter().flatten().collect(),
                HashSet::new(),
            )
            .expect("attributes are values")
        };
        let central = entity(
            self.central_of(link),
            vec![
                text("usage", &link.usage),
                text("status", &link.central_status),
                text("generation", &link.generation),
                text("name", &link.central_name),
                instant("created", link.created),
            ],
        );
        let account = entity(
            self.account_of(link),
            vec![
                text("status", &link.account_status),
                text("name", &link.account_name),
                instant("opened", link.opened),
                Some((
                    "court".to_string(),
                    RestrictedExpression::new_entity_uid(self.court_of(link)),
                )),
            ],
        );
        let court = entity(
            self.court_of(link),
            vec![
                instant("go_live", link.go_live),
                instant("outage_begin", link.outage.map(|outage| outage.0)),
                instant("outage_end", link.outage.map(|outage| outage.1)),
            ],
        );
        Entities::from_entities([central, account, court], None).expect("three entities")
    }

    fn request(&self, link: &Link) -> Request {
        let linked_at = link.linked_at.map(|micros| {
            (
                "linked_at".to_string(),
                RestrictedExpression::new_long(micros),
            )
        });
        let as_of = Some((
            "as_of".to_string(),
            RestrictedExpression::new_long(self.as_of),
        ));
        let context = Context::from_pairs(linked_at.into_iter().chain(as_of)).expect("two values");
        Request::new(
            self.central_of(link),
            self.action.clone(),
            self.account_of(link),
            context,
            None,
        )
        .expect("no schema to offend")
    }

    fn findings(&self, request: &Request, entities: &Entities) -> u64 {
        let answer = self
            .authorizer
            .is_authorized(request, &self.policies, entities);
        assert!(
            answer.diagnostics().errors().next().is_none(),
            "a policy could not be evaluated"
        );
        match answer.decision() {
            Decision::Allow => 0,
            Decision::Deny => answer
                .diagnostics()
                .reason()
                .map(|policy| self.bits[policy])
                .sum(),
        }
    }
}

/// Nanoseconds for one decision, for each run.
fn time(links: &[Link], runs: usize, mut decide: impl FnMut(usize) -> u64) -> Vec<f64> {
    let mut times = Vec::new();
    for run in 0..=runs {
        let start = Instant::now();
        for (at, link) in links.iter().enumerate() {
            let findings = decide(at);
            assert_eq!(
                findings, link.findings,
                "{}/{} and {}",
                link.court, link.login, link.central_id
            );
        }
        if run > 0 {
            times.push(start.elapsed().as_nanos() as f64 / links.len() as f64);
        }
    }
    times
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let links: Vec<Link> = std::fs::read_to_string(&arguments[1])
        .expect("the sample")
        .lines()
        .map(read)
        .collect();
    let runs = arguments[2].parse().expect("how many runs");
    let cedar = Cedar::new(arguments[3].parse().expect("microseconds"));
    let constructed = time(&links, runs, |at| {
        cedar.findings(&cedar.request(&links[at]), &cedar.entities(&links[at]))
    });
    let ready: Vec<(Request, Entities)> = links
        .iter()
        .map(|link| (cedar.request(link), cedar.entities(link)))
        .collect();
    let prebuilt = time(&links, runs, |at| {
        cedar.findings(&ready[at].0, &ready[at].1)
    });
    println!(
        "{}",
        serde_json::json!({"prebuilt": prebuilt, "constructed": constructed})
    );
}
