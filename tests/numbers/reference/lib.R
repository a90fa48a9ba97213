# Helpers: full-precision JSON writer, golden-case registry with a mandatory second computation, own implementations.
suppressMessages({library(MASS);library(boot);library(sandwich);library(lmtest);library(multcomp);library(psych);library(coin);library(exactRankTests);library(vcd);library(vegan);library(emmeans);library(jsonlite)})
RNGkind("Mersenne-Twister","Inversion","Rejection"); options(warn=1,digits=17)
num<-function(x) if(is.na(x)&&!is.nan(x)) "null" else if(is.nan(x)) "\"NaN\"" else if(is.infinite(x)) if(x>0) "\"Inf\"" else "\"-Inf\"" else { s<-sprintf("%.17g",x); s }
esc<-function(s) paste0("\"",gsub("\"","\\\\\"",s),"\"")
js<-function(x,ind=0){ pad<-strrep(" ",ind+1)
 if(is.list(x)){ if(length(x)==0) return("{}"); if(is.null(names(x))) return(paste0("[\n",paste0(pad,vapply(x,js,"",ind=ind+1),collapse=",\n"),"\n",strrep(" ",ind),"]")); return(paste0("{\n",paste0(pad,esc(names(x)),": ",vapply(x,js,"",ind=ind+1),collapse=",\n"),"\n",strrep(" ",ind),"}")) }
 if(is.character(x)) v<-vapply(x,esc,"") else if(is.logical(x)) v<-ifelse(is.na(x),"null",ifelse(x,"true","false")) else v<-vapply(as.numeric(x),num,"")
 if(!is.null(names(x))&&length(x)>0) return(paste0("{",paste0(esc(names(x)),": ",v,collapse=", "),"}"))
 if(length(x)==1) v[[1]] else paste0("[",paste0(v,collapse=", "),"]") }
CASES<-list(); FLAT<-list()
flat<-function(x,p=""){ if(is.list(x)) return(unlist(lapply(seq_along(x),function(i) flat(x[[i]],paste0(p,if(p!="") ".",if(is.null(names(x))) i-1 else names(x)[i]))),recursive=FALSE))
 if(length(x)==1&&is.null(names(x))) return(setNames(list(x),p)); n<-if(is.null(names(x))) seq_along(x)-1 else names(x); setNames(as.list(unname(x)),paste0(p,if(p!="") ".",n)) }
# add(): expect = named list; check = named list of the same quantities from an independent computation (any subset, >=1 unless nocheck)
add<-function(group,id,method,input,expect,check=list(),by="",rtol=1e-10,atol=1e-12,chk=1e-8,nocheck=""){
 if(length(check)==0&&nocheck=="") stop("no check for ",id); mx<-0; f<-flat(expect); g<-flat(check)
 for(k in names(g)){ if(!k%in%names(f)) stop(id,": check key ",k," not in expect: ",paste(head(names(f)),collapse=" ")); a<-f[[k]];b<-g[[k]]; if(is.character(a)){ if(a!=b) stop(id," ",k,": ",a," vs ",b); next }
  if(is.na(a)&&is.na(b)) next; if(identical(as.numeric(a),as.numeric(b))) next; d<-abs(a-b)/max(abs(a),abs(b),1e-300); if(abs(a-b)<1e-17) d<-0; if(!is.finite(d)||d>chk) stop(sprintf("%s %s: %.17g vs %.17g rel %.3g",id,k,a,b,d)); mx<-max(mx,d) }
 CASES[[group]][[length(CASES[[group]])+1]]<<-list(id=id,method=method,input=input,expect=expect,tol=list(rtol=rtol,atol=atol),checked=list(by=if(nocheck!="") nocheck else by,n=length(g),max_rel_diff=mx))
 for(k in names(f)) FLAT[[length(FLAT)+1]]<<-c(id,k,if(is.character(f[[k]])) f[[k]] else gsub("\"","",num(as.numeric(f[[k]]))),format(if(grepl("noncentral",k)) 1e-6 else if(is.numeric(f[[k]])&&is.finite(f[[k]])&&grepl("(^|[._])p($|[._])",k)&&f[[k]]<1e-8) max(rtol,1e-7) else rtol,digits=3),format(if(is.numeric(f[[k]])&&is.finite(f[[k]])&&f[[k]]!=0) min(atol,1e-6*abs(f[[k]])) else atol,digits=3)) }
write_all<-function(dir="expected"){ dir.create(dir,showWarnings=FALSE); for(g in names(CASES)) writeLines(js(list(group=g,r_version=R.version.string,cases=CASES[[g]])),file.path(dir,paste0(g,".json")))
 writeLines(c("id\tkey\tvalue\trtol\tatol",vapply(FLAT,paste,"",collapse="\t")),"expected_flat.tsv"); cat("groups",length(CASES)," cases",sum(lengths(CASES))," values",length(FLAT),"\n") }
rd<-function(f,...){ d<-read.csv(file.path("data",f),stringsAsFactors=FALSE,...); for(k in names(d)) if(is.integer(d[[k]])) d[[k]]<-as.numeric(d[[k]]); d }
# ---- own implementations ----
lin<-function(y,w){ n<-length(y);R<-sum(y)/sum(w); list(R=R,v=n/(n-1)*sum((y-R*w)^2)/sum(w)^2) }
irls<-function(X,y,off,var=function(mu)mu,tol=1e-15,maxit=200){ mu<-y+.1; eta<-log(mu); b<-NULL; for(i in 1:maxit){ z<-eta-off+(y-mu)/mu; wt<-mu^2/var(mu); XtW<-t(X*wt); bn<-solve(XtW%*%X,XtW%*%z)[,1]; eta<-drop(X%*%bn)+off; mu<-exp(eta); if(!is.null(b)&&max(abs(bn-b))<tol*(1+max(abs(bn)))) break; b<-bn }; wt<-mu^2/var(mu); list(b=bn,mu=mu,A=t(X*wt)%*%X,it=i) }
nbscore<-function(t,y,mu){ h<-function(t) sum(vapply(y,function(k) if(k>0) sum(1/(t+0:(k-1))) else 0,0)); g<-function(t) -sum(vapply(y,function(k) if(k>0) sum(1/(t+0:(k-1))^2) else 0,0)); n<-length(y)
 c(h(t)-sum(log1p(mu/t))+n-sum((y+t)/(mu+t)), g(t)+n/t-2*sum(1/(mu+t))+sum((y+t)/(mu+t)^2)) }
nbll<-function(y,mu,t) sum(vapply(seq_along(y),function(i){k<-y[i]; (if(k>0) sum(log1p((0:(k-1))/t)) else 0)-lgamma(k+1)+k*log(mu[i])-(k+t)*log1p(mu[i]/t)},0))
nbfit<-function(X,y,off){ f<-irls(X,y,off); mu<-f$mu; t<-max(1e-2,length(y)/sum((y/mu-1)^2)); for(o in 1:300){ t0<-t; u<-log(t); for(i in 1:100){ s<-nbscore(exp(u),y,mu); g1<-s[1]*exp(u); g2<-s[2]*exp(2*u)+g1; st<-if(g2<0) -g1/g2 else sign(g1)*.5; st<-max(-2,min(2,st)); u<-u+st; if(abs(st)<1e-15) break }; t<-exp(u); f<-irls(X,y,off,function(m) m+m^2/t); mu<-f$mu; if(abs(t-t0)<1e-14*t) break }
 i<- -nbscore(t,y,mu)[2]; list(b=f$b,mu=mu,theta=t,se=sqrt(diag(solve(f$A))),se_theta=sqrt(1/i),ll=nbll(y,mu,t),it=o) }
vc_hc<-function(X,y,mu,type){ A<-solve(t(X*mu)%*%X); h<-rowSums((X%*%A)*X)*mu; e<-y-mu; n<-nrow(X);p<-ncol(X); e2<-switch(type,HC0=e^2,HC1=e^2*n/(n-p),HC3=e^2/(1-h)^2); A%*%(t(X*e2)%*%X)%*%A }
vc_cl<-function(X,y,mu,cl,adj=TRUE){ A<-solve(t(X*mu)%*%X); S<-rowsum(X*(y-mu),cl); G<-nrow(S);n<-nrow(X);p<-ncol(X); V<-A%*%crossprod(S)%*%A; if(adj) V*G/(G-1)*(n-1)/(n-p) else V }
